/** The sandbox's time. It goes as fast as the real one, from wherever it was put. */
export interface Clock {
  readonly now: () => Date;
  readonly putTo: (time: Date) => void;
}

export function newClock(real: () => Date = () => new Date()): Clock {
  let ahead = 0;
  return {
    now: () => new Date(real().getTime() + ahead),
    putTo: (time) => {
      ahead = time.getTime() - real().getTime();
    },
  };
}
