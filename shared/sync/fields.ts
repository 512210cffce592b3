import * as z from 'zod/mini';

export const NAME_LENGTH_MAX = 60;

/** What a person calls a folder, a priority or a template. */
export const nameField = z.string().check(z.trim(), z.minLength(1), z.maxLength(NAME_LENGTH_MAX));

/** The name of a color of the palette. */
export const colorField = z.string().check(z.regex(/^[a-z]{1,20}$/));

/** Fractional index; rows stand in ascending order of (position, id). */
export const positionField = z.string().check(z.minLength(1), z.maxLength(200), z.regex(/^[0-9A-Za-z]+$/));

/** ISO 8601 in UTC, without a zone, as PostgreSQL writes it. */
export const timestampField = z.string();
