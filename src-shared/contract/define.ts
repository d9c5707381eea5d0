/**
 * How the contract between window and services is written: a call is a pair of schemas, an event is one. Everything that crosses is
 * plain JSON, checked where it arrives, on both sides.
 */
import type { z } from 'zod';

/** Something the window asks for.. */
export interface Call<Request extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> {
  readonly request: Request;
  readonly response: Response;
}

export const call = <Request extends z.ZodType, Response extends z.ZodType>(
  request: Request,
  response: Response,
): Call<Request, Response> => ({ request, response });
