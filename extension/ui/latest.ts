/** Keeps the last value of a function for as long as it is given the same things: what is never changed in place is derived once. */
export function latest<Given extends readonly unknown[], Value>(
  derive: (...given: Given) => Value,
): (...given: Given) => Value {
  let last: { given: Given; value: Value } | undefined;
  return (...given) => {
    if (!last || given.some((each, index) => each !== last?.given[index]))
      last = { given, value: derive(...given) };
    return last.value;
  };
}
