/** The picture of a sample, which comes after the rest of its row. Its place is as large while it is not there. */
import { createContext, type ReactElement, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { WireError } from '../../src-shared/contract/index.ts';
import { host } from '../host/client.ts';
import { useWorkbench } from '../state/index.ts';
import { inWindow } from '../texts/messages.ts';
import { samplesTexts as texts } from '../texts/samples.ts';
import { whole } from '../ui/format.ts';
import { Button } from '../ui/index.ts';
import { type Picture, pictureLoader, type PictureLoader } from './picture-loader.ts';

const Loader = createContext<PictureLoader | null>(null);
export const PicturesProvider = Loader.Provider;

/** Hook: the loader of a run's pictures. It ends with the component, and tries again when a lost connection is back. */
export function usePictureLoader(path: string, id: number): PictureLoader {
  const loader = useMemo(
    () => pictureLoader({ ask: (samples, signal) => host().call('run.pictures', { path, id, samples }, { signal }) }),
    [path, id],
  );
  const connected = useWorkbench(({ connection }) => connection === 'open');
  useEffect(() => {
    if (connected && loader.failure()?.code === 'connection.lost') loader.retry();
  }, [loader, connected]);
  useEffect(() => () => loader.close(), [loader]);
  return loader;
}

/** Hook: the picture of a sample while the component is there; undefined until it comes. */
export function usePicture(sample: number): Picture | undefined {
  const loader = useContext(Loader)!;
  const subscribe = useMemo(() => (onChange: () => void) => loader.want(sample, onChange), [loader, sample]);
  return useSyncExternalStore(subscribe, () => loader.pictureOf(sample));
}

export interface SamplePictureProps {
  readonly sample: number;
  /** Side of the picture's place, px. */
  readonly side: number;
}

export function SamplePicture({ sample, side }: SamplePictureProps): ReactElement {
  const found = usePicture(sample);
  const title = found?.problem ? inWindow(found.problem) : found?.name;
  return (
    <span className="samples-picture" style={{ width: side, height: side }} title={title}>
      {found?.picture ? <img src={found.picture} alt={texts.pictureOf(whole(sample))} draggable={false} /> : null}
      {found?.problem ? <span aria-hidden>?</span> : null}
    </span>
  );
}

/** Why there are no pictures at all, in a line. Nothing while there are. */
export function PicturesFailure({ loader }: { readonly loader: PictureLoader }): ReactElement | null {
  const failure: WireError | null = useSyncExternalStore(loader.watch, loader.failure);
  if (!failure) return null;
  return (
    <div className="samples-no-pictures" role="status">
      <span className="selectable">
        {texts.noPictures} {inWindow(failure.message)}
      </span>
      <Button variant="quiet" onClick={loader.retry}>
        {texts.retry}
      </Button>
    </div>
  );
}
