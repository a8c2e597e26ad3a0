/**
 * Does jobs in order, so many at a time, and gives their values in that order. After a failure none is begun any more,
 * and those under way are waited for.
 *
 * @throws the error of the first job that failed.
 */
export async function inTurn<T>(jobs: readonly (() => Promise<T>)[], atOnce: number): Promise<T[]> {
  const values: T[] = [];
  const errors: unknown[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < jobs.length && errors.length === 0) {
      const place = next++;
      try {
        values[place] = await jobs[place]();
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (errors.length > 0) throw errors[0];
  return values;
}
