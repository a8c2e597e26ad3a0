/** A function cannot be run in a worker, because of what it is or of something that it uses. */
export class UserFunctionError extends TypeError {
  override readonly name = "UserFunctionError";
  constructor(
    message: string,
    /** The function's name, and what stands in the way, as a path from the function: `"config.socket"`. */
    readonly where: { function: string; path?: string },
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
