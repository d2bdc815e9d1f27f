/** What a notebook shows of a value, by media type. */
export type NotebookDisplay = Readonly<
  Partial<Record<'text/latex' | 'text/html' | 'image/svg+xml' | 'text/plain', string>>
>;

/** Gives a class the method that notebook kernels look for, `Symbol.for('Jupyter.display')`. */
export function displayInNotebooks<T>(type: { readonly prototype: T }, display: (value: T) => NotebookDisplay): void {
  Object.defineProperty(type.prototype, Symbol.for('Jupyter.display'), {
    value(this: T): NotebookDisplay {
      return display(this);
    },
  });
}
