import * as z from 'zod';

export const NAME_LENGTH_MAX = 60;

/** What a person calls a folder, a priority or a template. */
export const nameField = z.string().trim().min(1).max(NAME_LENGTH_MAX);

/** The name of a color of the palette. */
export const colorField = z.string().regex(/^[a-z]{1,20}$/);

/** Fractional index; rows stand in ascending order of (position, id). */
export const positionField = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[0-9A-Za-z]+$/);

/** ISO 8601 in UTC, without a zone, as PostgreSQL writes it. */
export const timestampField = z.string();
