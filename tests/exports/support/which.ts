/** Which of the tests of exports run: a part in every run of the tests, all of them in `npm run test:exports`. */
export const ALL_EXPORTS = process.env['SPIKELOOM_TEST_EXPORTS'] === 'all';
