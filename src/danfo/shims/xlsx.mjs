/** In place of `xlsx`, which danfo takes from outside the npm registry; `entry.mjs` refuses Excel files before it is used. */
export {};
