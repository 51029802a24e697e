/** @returns seconds by the clock on the wall */
export async function measure(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}
