/** Node's own fetch in place of the package `node-fetch`. */
export default globalThis.fetch;
