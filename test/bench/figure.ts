/** One measured number. `floor` is the least it could cost, measured in the same run; `ratio` is value to floor; `goal` says when it is met. */
export type Figure = {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly floor: number | null;
  readonly ratio: number | null;
  readonly goal: string;
  readonly met: boolean | null;
};

/** A bench: its figures, or what it could not measure as an error. */
export type Bench = () => Promise<readonly Figure[]>;

/** The value below which this share of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

type Measured = {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly floor?: number;
};

/** A figure that is met when its ratio to the floor stays within `most`. */
export function atMostTimesFloor(measured: Measured & { readonly floor: number }, most: number): Figure {
  const ratio = measured.value / measured.floor;
  return { ...rounded(measured, ratio), goal: `≤ ${most} × floor`, met: ratio <= most };
}

/** A figure that is met when it reaches this share of the floor's rate. */
export function atLeastOfFloor(measured: Measured & { readonly floor: number }, least: number): Figure {
  const ratio = measured.value / measured.floor;
  return { ...rounded(measured, ratio), goal: `≥ ${least} × floor`, met: ratio >= least };
}

/** A figure that is met when it stays below a bound. */
export function below(measured: Measured, bound: number): Figure {
  const ratio = measured.floor === undefined ? null : measured.value / measured.floor;
  return { ...rounded(measured, ratio), goal: `< ${bound} ${measured.unit}`, met: measured.value < bound };
}

/** A figure that is met when it is no more than a bound. */
export function atMost(measured: Measured, bound: number): Figure {
  const ratio = measured.floor === undefined ? null : measured.value / measured.floor;
  return { ...rounded(measured, ratio), goal: `≤ ${bound} ${measured.unit}`, met: measured.value <= bound };
}

/** A figure that is met when it is this number and no other. */
export function exactly(measured: Measured, wanted: number): Figure {
  return { ...rounded(measured, null), goal: `= ${wanted}`, met: measured.value === wanted };
}

/** A figure that is told and not judged. */
export function told(measured: Measured): Figure {
  const ratio = measured.floor === undefined ? null : measured.value / measured.floor;
  return { ...rounded(measured, ratio), goal: '', met: null };
}

function rounded({ name, unit, value, floor }: Measured, ratio: number | null) {
  const round = (number: number) => Number(number.toPrecision(4));
  return {
    name,
    unit,
    value: round(value),
    floor: floor === undefined ? null : round(floor),
    ratio: ratio === null ? null : round(ratio),
  };
}
