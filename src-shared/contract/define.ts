/**
 * How the contract between window and services is written: a call is a pair of schemas, an event is one. Everything that crosses is
 * plain JSON, checked where it arrives, on both sides.
 */
import { z } from 'zod';

/** Something the window asks for.. */
export interface Call<Request extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> {
  readonly request: Request;
  readonly response: Response;
}

/** A call with the schemas of its request and its response. */
export const call = <Request extends z.ZodType, Response extends z.ZodType>(
  request: Request,
  response: Response,
): Call<Request, Response> => ({ request, response });

/** A path as a window gives it. No system has files with a NUL in their path, or with more characters than Windows allows. */
export const pathSchema = z
  .string()
  .max(32_767, 'a path has at most 32,767 characters')
  .refine((path) => !path.includes('\0'), 'a path cannot hold a NUL character');
