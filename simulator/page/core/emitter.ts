export type Listener = (...values: never[]) => void;
interface Entry {
  listener: Listener;
  context: unknown;
  once: boolean;
}

/** The page's event emitter: names may be separated by spaces, and `all` hears every event with its name first. */
export class EventEmitter {
  declare private entries: Map<string, Entry[]> | undefined;

  on(names: string, listener: Listener, context?: unknown): this {
    return this.listen(names, { listener, context, once: false });
  }

  once(names: string, listener: Listener, context?: unknown): this {
    return this.listen(names, { listener, context, once: true });
  }

  off(names?: string | null, listener?: Listener | null, context?: unknown): this {
    if (!this.entries) return this;
    for (const name of names?.split(/\s+/) ?? this.entries.keys()) {
      const kept = (this.entries.get(name) ?? []).filter(
        (entry) =>
          (listener != null && entry.listener !== listener) || (context != null && entry.context !== context),
      );
      if (kept.length > 0) this.entries.set(name, kept);
      else this.entries.delete(name);
    }
    return this;
  }

  trigger(names: string, ...values: unknown[]): this {
    for (const name of names.split(/\s+/)) {
      this.fire(name, values);
      if (name !== 'all') this.fire('all', [name, ...values]);
    }
    return this;
  }

  private listen(names: string, entry: Entry): this {
    this.entries ??= new Map();
    for (const name of names.split(/\s+/)) {
      this.entries.set(name, [...(this.entries.get(name) ?? []), entry]);
    }
    return this;
  }

  private fire(name: string, values: unknown[]): void {
    const entries = this.entries?.get(name);
    if (!entries) return;
    for (const entry of entries) {
      if (entry.once) this.off(name, entry.listener, entry.context);
      entry.listener.apply(entry.context ?? this, values as never[]);
    }
  }
}
