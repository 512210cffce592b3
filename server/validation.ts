import * as z from 'zod';
import { ProblemError } from '../shared/problem.ts';

/** What every OpenAPI route does with a request that its schema refuses. Throws ProblemError(invalid_input). */
export function refuseInvalid(result: { success: true } | { success: false; error: z.core.$ZodError }): void {
  if (!result.success) throw new ProblemError('invalid_input', z.prettifyError(result.error));
}
