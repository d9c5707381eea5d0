/**
 * The building blocks of the contract between window and services. A call is a pair of schemas; an event is one schema. All data
 * is plain JSON, and the receiver checks it, on both sides.
 */
import { z } from 'zod';

/** A request of the window and the response to it. */
export interface Call<Request extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> {
  readonly request: Request;
  readonly response: Response;
}

/** Makes a call from the schemas of its request and response. */
export const call = <Request extends z.ZodType, Response extends z.ZodType>(
  request: Request,
  response: Response,
): Call<Request, Response> => ({ request, response });

/** A path from a window. No system allows a NUL in a path, or more characters than Windows does. */
export const pathSchema = z
  .string()
  .max(32_767, 'a path has at most 32,767 characters')
  .refine((path) => !path.includes('\0'), 'a path cannot hold a NUL character');
