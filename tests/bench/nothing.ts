/** Does nothing: what a start of Node takes by itself (cold-start.ts). */
