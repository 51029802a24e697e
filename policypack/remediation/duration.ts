import { z } from "zod";

const MILLISECONDS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** "30m", "24h", "7d" → milliseconds. Months and years are left out: they have no fixed length. */
export const durationSchema = z
  .string()
  .regex(/^[1-9]\d{0,5}[mhd]$/, 'a duration is a number and a unit: "30m", "24h" or "7d"')
  .transform((text) => {
    const unit = text.endsWith("m") ? "m" : text.endsWith("h") ? "h" : "d";
    return Number(text.slice(0, -1)) * MILLISECONDS[unit];
  });
