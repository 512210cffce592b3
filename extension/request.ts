import { problemBody } from '../shared/problem.ts';

/** Fixed when the extension is built. */
declare const __API_ORIGIN__: string;
export const API_ORIGIN: string = __API_ORIGIN__;

/** A push of half a megabyte has to get through a slow line. */
const REQUEST_TIMEOUT_MS = 30_000;

/** A request that failed: `offline` when no answer came, else the server's code. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
  }
}

const offline = () => new ApiError('offline', 0, 'The server can not be reached.');

/** Asks the server; the body is not read yet. Throws ApiError. */
export async function send(
  path: string,
  { token, ...request }: RequestInit & { token?: string; body?: string },
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`${API_ORIGIN}/api${path}`, {
      ...request,
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      headers: {
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    });
  } catch {
    throw offline();
  }
  if (response.ok) return response;
  const problem = problemBody.partial().safeParse(await response.json().catch(() => null)).data;
  const code = problem?.code ?? 'unavailable';
  throw new ApiError(code, response.status, problem?.detail ?? problem?.title ?? 'The server refused.');
}

/** The body; one that broke off counts as no answer. Throws ApiError(offline). */
export async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw offline();
  }
}

/** The body as it is, of at most so many bytes. Throws ApiError. */
export async function bytesOf(response: Response, bytesMax: number): Promise<Blob> {
  const tooLarge = new ApiError('too_large', 413, 'This file is too large.');
  if (Number(response.headers.get('content-length')) > bytesMax) throw tooLarge;
  const blob = await response.blob().catch(() => {
    throw offline();
  });
  if (blob.size > bytesMax) throw tooLarge;
  return blob;
}
