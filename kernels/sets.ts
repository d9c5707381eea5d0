/** Walking parameters that are stored in sets of 32 (frame.ts): how many chunks a set has served, and which comes next. */
import { CHUNK } from './frame';

/** Chunks that a set has served after one more, of `span`; 0 where it is the next one's turn. */
@inline
export function serve(served: i32, span: i32): i32 {
  return served + 1 == span ? 0 : served + 1;
}

/** Offset of the set behind the one at `at`; behind the last of `period` bytes the first. */
@inline
export function nextSet(at: usize, period: usize): usize {
  return at + CHUNK == period ? 0 : at + CHUNK;
}
