/** With nothing selected: the plan's defaults, and facts of the network. */
import { memo, type ReactElement } from 'react';
import { setMultiLevel } from '../../layer-settings/index.ts';
import { useWorkbench } from '../../state/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { layerSettingsTexts } from '../../texts/layer-settings.ts';
import { Button } from '../../ui/index.ts';
import { bytes, count, moment, whole } from '../../ui/format.ts';
import { Facts, Section } from '../facts.tsx';
import { PlanFields } from '../fields/plan-fields.tsx';

/** The plan and the network. */
export const PlanPanel = memo(function PlanPanel(): ReactElement | null {
  const project = useWorkbench(({ project }) => project);
  const calibration = useWorkbench(({ calibration }) => calibration);
  if (!project) return null;
  const { model, graph } = project;
  const signed = graph.layers.filter(({ rule }) => rule === 'signed').length;
  return (
    <>
      <header className="inspector-head">
        <h2>{texts.plan}</h2>
        <p>{texts.planHint}</p>
      </header>
      <PlanFields />
      <div className="inspector-preset">
        <Button
          disabled={project.readOnly !== null}
          title={layerSettingsTexts.multiLevelAbout}
          onClick={() => setMultiLevel('inspector')}
        >
          {layerSettingsTexts.multiLevel}
        </Button>
      </div>
      <Section title={texts.network}>
        <Facts
          facts={[
            [texts.facts.model, model.name],
            [texts.facts.input, `${graph.input.name} ${texts.shape(graph.input.shape)}`],
            [texts.facts.output, graph.outputs.map(({ name, shape }) => `${name} ${texts.shape(shape)}`).join(', ')],
            [texts.facts.operators, whole(graph.nodes.length)],
            [texts.facts.layers, texts.layersOf(graph.layers.length - signed, signed)],
            [texts.facts.parameters, count(model.parameters)],
            [texts.facts.size, bytes(model.bytes)],
            [texts.facts.classes, model.classes ? whole(model.classes.length) : texts.none],
            [
              texts.facts.calibration,
              calibration ? texts.calibrated(whole(calibration.samples), moment(calibration.created)) : texts.notCalibrated,
            ],
          ]}
        />
      </Section>
    </>
  );
});
