/**
 * Named events with a type for what each carries.
 *
 * @template {Record<string, any[]>} Events  the arguments of each name
 */
export class Emitter {
  /** @type {Map<keyof Events, Set<(...values: any[]) => void>>} */
  #handlers = new Map();

  /**
   * Listens.
   *
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {(...values: Events[Name]) => void} handler
   * @returns {() => void}  stops listening
   */
  on(name, handler) {
    const handlers = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, handlers);
    handlers.add(/** @type {any} */ (handler));
    return () => handlers.delete(/** @type {any} */ (handler));
  }

  /**
   * Tells all that listen. A handler that throws is reported as uncaught, and keeps nobody else from hearing.
   *
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {Events[Name]} values
   */
  emit(name, ...values) {
    for (const handler of [...(this.#handlers.get(name) ?? [])]) {
      try {
        handler(...values);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
