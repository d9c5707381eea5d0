/** The legend: codings of edges, and for an overlay its name, unit, scale and range, or what to do for there to be one. */
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { ReactElement } from 'react';
import { MAP_STEPS } from '../../../src-shared/theme/heat.ts';
import { isRunChange, isSensitivity, useOlderPlan, useWorkbench } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import type { Derived } from '../derived.ts';
import { needsRun, type OverlayKind, type Scale, valueOnScale } from '../model/overlay.ts';
import { overlayText } from '../overlay-text.ts';
import { DifferenceLegend } from './difference-legend.tsx';

export function Legend({ derived }: { readonly derived: Derived }): ReactElement {
  return (
    <section className="graph-legend" aria-label={graphTexts.legend}>
      <DifferenceLegend derived={derived} />
      {derived.overlay ? <OverlayLegend derived={derived} /> : null}
      <CodingLegend derived={derived} />
    </section>
  );
}

function OverlayLegend({ derived }: { readonly derived: Derived }): ReactElement | null {
  const hasRun = useWorkbench(({ shownRun }) => shownRun !== null);
  const outdated = useWorkbench(({ calibration }) => calibration?.outdated.length ?? 0);
  const { overlay, scale } = derived;
  if (!overlay) return null;
  const { kind, fold, values } = overlay;
  const missing = [...values.values()].includes(null);
  const title = (
    <p className="graph-legend-title">
      {graphTexts.overlays[kind]} <small>{graphTexts.overlayUnits[kind]}</small>
    </p>
  );
  if (!scale.range) {
    const forRun = hasRun ? graphTexts.needsMeasurement : graphTexts.needsRun;
    const hint = isSensitivity(kind)
      ? graphTexts.noTable
      : isRunChange(kind)
        ? graphTexts.noFigures
        : needsRun(kind)
          ? forRun
          : graphTexts.needsCalibration;
    return (
      <div className="graph-legend-overlay">
        {title}
        <p className="graph-legend-hint">{hint}</p>
      </div>
    );
  }
  return (
    <div className="graph-legend-overlay">
      {title}
      <Steps kind={kind} scale={scale} />
      <p className="graph-legend-notes">
        {scale.log ? graphTexts.logScale : graphTexts.linearScale} · {graphTexts.folds[fold]}
      </p>
      {missing ? (
        <p className="graph-legend-notes">
          <span className="graph-legend-hatch" aria-hidden /> {graphTexts.notMeasured}
        </p>
      ) : null}
      {needsRun(kind) ? <OlderPlan /> : null}
      {kind === 'threshold' && outdated > 0 ? <p className="graph-legend-hint">{graphTexts.outdated(outdated)}</p> : null}
    </div>
  );
}

/** Every step of the scale with its colour, and the values between every second one. */
function Steps({ kind, scale }: { readonly kind: OverlayKind; readonly scale: Scale }): ReactElement {
  const { map } = scale;
  const at = (step: number): string => overlayText(kind, valueOnScale(step / MAP_STEPS[map], scale));
  const steps = Array.from({ length: MAP_STEPS[map] + 1 }, (_, step) => step);
  const isOne = scale.range !== null && scale.range[0] === scale.range[1];
  // One value for all has one colour.
  const shown = isOne ? steps.slice(-1) : steps.slice(1);
  const marked = isOne
    ? shown
    : map === 'diverging'
      ? [0, steps.length / 2 - 0.5, steps.length - 1]
      : steps.filter((step) => step % 2 === 0);
  if (map === 'diverging' && isOne) return <p className="graph-legend-hint">{graphTexts.noChange}</p>;
  return (
    <div className="graph-legend-scale">
      <ol className="graph-legend-ramp" aria-hidden>
        {shown.map((step) => (
          <li key={step} style={{ background: `var(--${map}-${step - 1})` }} />
        ))}
      </ol>
      <ol className="graph-legend-values">
        {marked.map((step) => (
          <li key={step}>{step === 0 && scale.below ? graphTexts.atMost(at(step)) : at(step)}</li>
        ))}
      </ol>
    </div>
  );
}

/** Colours of a run that used another plan say so. */
function OlderPlan(): ReactElement | null {
  const older = useOlderPlan();
  return older && <p className="graph-legend-hint">{graphTexts.olderPlan(older.version)}</p>;
}

function CodingLegend({ derived }: { readonly derived: Derived }): ReactElement {
  const codings = [...new Set(derived.codings.of.values())];
  const transcoders = derived.codings.transcoders.size;
  return (
    <ul className="graph-legend-codings" aria-label={graphTexts.edgeCodings}>
      {codings.map((coding) => (
        <li key={coding}>
          <svg width="28" height="8" aria-hidden>
            <path d="M0 4H28" className={`graph-edge graph-coding-${coding}`} />
          </svg>
          {coding}
        </li>
      ))}
      {derived.blocked.size > 0 ? (
        <li className="graph-blocked-mark">
          <TriangleAlert size={14} aria-hidden />
          {graphTexts.blockedLong(1)}
        </li>
      ) : null}
      {transcoders > 0 ? (
        <li>
          <svg width="20" height="20" viewBox="-10 -10 20 20" className="graph-transcoder" aria-hidden>
            <circle r="9" />
            <path d="M-5 -2H4M1.5 -4.5L4 -2M5 2H-4M-1.5 4.5L-4 2" />
          </svg>
          {graphTexts.transcoder}
        </li>
      ) : null}
    </ul>
  );
}
