/** Sole user of preact: what the page's templates are written with. Text and attributes are escaped by it. */
export type { ComponentChild as Child } from 'preact'
export { Fragment, h, hydrate, render } from 'preact'

/** What the templates need of an input event, said without the types of a browser. */
export type FieldEvent = { readonly currentTarget: { readonly value: string } }
