import { EventEmitter } from './emitter.ts';
import type { Model } from './model.ts';

type Id = string | { toString(): string };
interface AddOptions {
  silent?: boolean;
}

/** A collection of the page: models by the string of their id, every model event bubbled, `sort` when the order is remade. */
export class Collection<T extends Model> extends EventEmitter {
  declare modelClass: new (values: Record<string, unknown>) => T;
  /** Fields whose change re-sorts. */
  sortFields: readonly string[] = [];
  comparator: ((one: T, other: T) => number) | undefined;
  private models: T[] = [];
  private byId = new Map<string, T>();
  private events: Set<string> | undefined;

  constructor(modelClass: new (values: Record<string, unknown>) => T) {
    super();
    this.modelClass = modelClass;
  }

  get length(): number {
    return this.models.length;
  }

  get(id: Id | null | undefined): T | undefined {
    return id == null ? undefined : this.byId.get(id.toString());
  }

  getModelsArray(): T[] {
    return this.models.slice();
  }

  add(items: T | Record<string, unknown> | (T | Record<string, unknown>)[], options: AddOptions = {}): T[] {
    const list = Array.isArray(items) ? items : [items];
    const added: T[] = [];
    const result = list.map((item) => {
      const model = this.isModel(item) ? item : new this.modelClass(item);
      const existing = this.byId.get(model.id.toString());
      if (existing) return existing;
      this.byId.set(model.id.toString(), model);
      this.models.push(model);
      (model.collections ??= []).push(this);
      added.push(model);
      return model;
    });
    if (added.length === 0) return result;
    this.arrange();
    if (!options.silent) for (const model of added) this.trigger('add', model, this);
    return result;
  }

  /** Get or add. */
  gadd(id: Id, values: Record<string, unknown> = {}): T {
    const [model] = this.get(id) ? [this.get(id)] : this.add({ ...values, id });
    return model as T;
  }

  remove(items: T | Id | (T | Id)[]): void {
    for (const item of Array.isArray(items) ? items : [items]) {
      const model = this.byId.get(this.isModel(item) ? item.id.toString() : item.toString());
      if (!model) continue;
      this.byId.delete(model.id.toString());
      this.models.splice(this.models.indexOf(model), 1);
      this.trigger('remove', model, this);
      model.collections = (model.collections ?? []).filter((collection) => collection !== (this as unknown));
    }
  }

  async find(id: Id): Promise<T> {
    return this.gadd(id);
  }

  async update(id: Id): Promise<T> {
    return this.gadd(id);
  }

  findFirst(test: (model: T) => boolean): T | undefined {
    return this.models.find(test);
  }

  filter(test: (model: T) => boolean): T[] {
    return this.models.filter(test);
  }

  some(test: (model: T) => boolean): boolean {
    return this.models.some(test);
  }

  map<R>(change: (model: T) => R): R[] {
    return this.models.map(change);
  }

  serialize(): unknown[] {
    return this.models.map((model) => model.serialize());
  }

  toJSON(): unknown[] {
    return this.serialize();
  }

  forEach(visit: (model: T) => void): void {
    for (const model of this.models.slice()) visit(model);
  }

  head(): T | undefined {
    return this.models[0];
  }

  last(): T | undefined {
    return this.models.at(-1);
  }

  sort(): this {
    this.arrange();
    return this.trigger('sort', this);
  }

  reset(): void {
    this.models = [];
    this.byId.clear();
    this.trigger('reset', this);
  }

  onModelEvent(name: string, model: Model, values: unknown[]): void {
    this.trigger(name, ...values);
    if (!this.sortEvents().has(name)) return;
    this.place(model as T);
    this.trigger('sort', this);
  }

  private sortEvents(): Set<string> {
    return (this.events ??= new Set(this.sortFields.map((name) => `change:${name}`)));
  }

  /** Moves one model to where it belongs among the others, which are in order. */
  private place(model: T): void {
    const from = this.models.indexOf(model);
    if (!this.comparator || from < 0) return;
    this.models.splice(from, 1);
    let low = 0;
    let high = this.models.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.models[middle];
      if (other && this.comparator(other, model) < 0) low = middle + 1;
      else high = middle;
    }
    this.models.splice(low, 0, model);
  }

  private arrange(): void {
    if (this.comparator) this.models.sort(this.comparator);
  }

  private isModel(item: unknown): item is T {
    return item instanceof this.modelClass;
  }
}
