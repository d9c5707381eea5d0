/** `Makefile`: `all` compiles the library, `check` runs the test program, `size` shows what the library occupies. */
import type { PackageFacts } from './facts.ts';

export const makefile = ({ name }: PackageFacts): string => `# ${name}: make all, make check, make size
CC ?= cc
AR ?= ar
SIZE ?= size
CFLAGS ?= -O2
# Without contraction of products and sums, every compiler computes the same bits.
STRICT = -std=c99 -Wall -Wextra -pedantic -ffp-contract=off

all: lib${name}.a

lib${name}.a: ${name}.o ${name}_data.o
\t$(AR) rcs $@ $^

${name}.o ${name}_test.o: ${name}.h

%.o: %.c
\t$(CC) $(CFLAGS) $(STRICT) -c -o $@ $<

${name}_test: ${name}_test.o lib${name}.a
\t$(CC) $(CFLAGS) -o $@ $^ -lm

check: ${name}_test
\t./${name}_test

size: lib${name}.a
\t$(SIZE) $<

clean:
\trm -f *.o lib${name}.a ${name}_test

.PHONY: all check size clean
`;
