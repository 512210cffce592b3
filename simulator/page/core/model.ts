import { EventEmitter } from './emitter.ts';

export interface Schema {
  /** What the class is called inside the page; clients know some classes by it. */
  proxyName?: string;
  /** Persisted fields and their defaults: what serialize() contains. */
  props: Record<string, unknown>;
  session?: Record<string, unknown>;
  derived?: Record<string, (model: never) => unknown>;
  /** Child collections, made when first read. */
  collections?: Record<string, () => unknown>;
}
interface EventSink {
  onModelEvent(name: string, model: Model, values: unknown[]): void;
}
interface SetOptions {
  silent?: boolean;
}
interface Child {
  name: string;
  model: EventEmitter;
}

/** A model of the page: values live in `__x_<name>`, a change fires `change:x(model, value, previous)`, then `change`. */
export class Model extends EventEmitter {
  declare static schema: Schema;
  declare id: { toString(): string };
  declare collections: EventSink[] | undefined;
  declare private children: Child[] | undefined;

  constructor(values: Record<string, unknown> = {}) {
    super();
    for (const [name, value] of Object.entries(values)) this.store(name, value);
  }

  set(values: Record<string, unknown>, options: SetOptions = {}): this {
    let hasChanged = false;
    for (const [name, value] of Object.entries(values)) {
      const previous = this.read(name);
      if (Object.is(previous, value)) continue;
      this.store(name, value);
      hasChanged = true;
      if (!options.silent) this.trigger(`change:${name}`, this, value, previous);
    }
    if (hasChanged && !options.silent) this.trigger('change', this);
    return this;
  }

  get(name: string): unknown {
    return this.read(name);
  }

  unset(name: string, options: SetOptions = {}): this {
    return this.set({ [name]: undefined }, options);
  }

  /** Persisted fields and collections only; session fields stay out. */
  serialize(): Record<string, unknown> {
    const { props, collections } = this.schema();
    const names = [...Object.keys(props), ...Object.keys(collections ?? {})];
    return Object.fromEntries(
      names.map((name) => {
        const value = this.read(name);
        return [name, isCollection(value) ? value.serialize() : value];
      }),
    );
  }

  toJSON(): Record<string, unknown> {
    return this.serialize();
  }

  /** Re-emits what a child says of its field x as `change:<name>.x`. */
  addChild(name: string, model: EventEmitter): void {
    this.children = [...(this.children ?? []), { name, model }];
    model.on('all', (event: string, ...values: unknown[]) => {
      if (event.startsWith('change:')) this.trigger(`change:${name}.${event.slice(7)}`, ...values);
    });
  }

  override trigger(names: string, ...values: unknown[]): this {
    super.trigger(names, ...values);
    for (const name of names.split(/\s+/)) {
      for (const collection of this.collections ?? []) collection.onModelEvent(name, this, values);
    }
    return this;
  }

  private schema(): Schema {
    return (this.constructor as typeof Model).schema;
  }

  private store(name: string, value: unknown): void {
    (this as unknown as Record<string, unknown>)[`__x_${name}`] = value;
  }

  private read(name: string): unknown {
    return (this as unknown as Record<string, unknown>)[name];
  }
}

function isCollection(value: unknown): value is { serialize(): unknown[] } {
  return value instanceof EventEmitter && 'getModelsArray' in value;
}

/** Gives a model class its fields; undeclared fields of `set` are kept in `__x_` all the same. */
export function defineFields(modelClass: typeof Model, schema: Schema): void {
  modelClass.schema = schema;
  Object.assign(modelClass.prototype, { proxyName: schema.proxyName });
  for (const [name, initial] of Object.entries({ ...schema.props, ...schema.session })) {
    field(modelClass, name, initial);
  }
  for (const [name, make] of Object.entries(schema.collections ?? {}))
    field(modelClass, name, undefined, make);
  for (const [name, derive] of Object.entries(schema.derived ?? {})) {
    Object.defineProperty(modelClass.prototype, name, {
      configurable: true,
      get(this: never) {
        return derive(this);
      },
    });
  }
}

/** A field with a value to start from; an `initial` of its own makes one for each model when it is first read. */
function field(modelClass: typeof Model, name: string, start: unknown, initial?: () => unknown): void {
  const key = `__x_${name}`;
  if (!initial) Object.defineProperty(modelClass.prototype, key, { value: start, writable: true });
  Object.defineProperty(modelClass.prototype, name, {
    configurable: true,
    get: initial
      ? function get(this: Record<string, unknown>) {
          return (this[key] ??= initial());
        }
      : function get(this: Record<string, unknown>) {
          return this[key];
        },
    set(this: Model, value: unknown) {
      this.set({ [name]: value });
    },
  });
}
