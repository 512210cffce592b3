import { Menu } from '@base-ui/react/menu';
import { i18n } from '#i18n';
import { moveTo } from './edits.ts';
import type { Folder, View } from './organised.ts';
import type { OverlayFrame } from './overlays.ts';

interface Props extends Pick<OverlayFrame, 'page' | 'anchor'> {
  readonly entity: 'folder' | 'view';
  readonly row: Folder | View;
  readonly siblings: readonly (Folder | View)[];
}

/** In the menu of a chip: to the place before it or after it, as the page reads. */
export function MoveItems({ page, anchor, entity, row, siblings }: Props) {
  const at = siblings.findIndex(({ id }) => id === row.id);
  const isRightToLeft = getComputedStyle(anchor).direction === 'rtl';
  const neighbours = [
    { label: i18n.t('folders.moveLeft'), index: isRightToLeft ? at + 1 : at - 1 },
    { label: i18n.t('folders.moveRight'), index: isRightToLeft ? at - 1 : at + 1 },
  ];
  return neighbours.map(({ label, index }) => (
    <Menu.Item
      key={label}
      className="item"
      disabled={!(index in siblings)}
      onClick={() =>
        void page.acts.do(moveTo(entity, siblings, row, index), i18n.t('folders.moved', [row.name]))
      }
    >
      {label}
    </Menu.Item>
  ));
}
