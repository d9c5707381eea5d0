/** Measuring something of the plan on samples, as a job: the form that starts it, and what a project remembers of the form. */
export { choicesShape, useMeasurementLayout } from './choices.ts';
export { MeasurementForm } from './measurement-form.tsx';
