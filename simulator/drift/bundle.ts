import type { Bundle } from '../bundle.ts';
import { renameClasses } from './class-names.ts';
import type { DriftVersion } from './versions.ts';

/** The bundle as that version serves it. */
export function driftedBundle(bundle: Bundle, { changes }: DriftVersion): Bundle {
  return changes?.includes('classes-renamed') ? { ...bundle, style: renameClasses(bundle.style) } : bundle;
}
