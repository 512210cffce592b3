import { Popover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import type { PageModel } from '../page-model.ts';

interface Props {
  readonly page: PageModel;
  readonly anchor: Element;
  readonly container: HTMLElement;
  /** What is typed in it is not thrown away by a press outside. */
  readonly isKept: boolean;
  readonly onLeave: () => void;
  readonly onPressOutside: () => void;
  readonly children: ReactNode;
}

/** Above the message box. The page may take the focus at any time, or make up a press: neither closes it. */
export function PickerFrame(props: Props) {
  const { page, anchor, container, isKept, onLeave, onPressOutside, children } = props;
  return (
    <Popover.Root
      open
      modal="trap-focus"
      onOpenChange={(isOpen, { reason, event }) => {
        if (isOpen || reason === 'focus-out') return;
        if (reason !== 'outside-press') onLeave();
        else if (event.isTrusted && !isKept) onPressOutside();
      }}
    >
      <Popover.Portal container={container}>
        <Popover.Positioner
          className="positioner"
          anchor={anchor === document.body ? endOfMessages(page) : anchor}
          side="top"
          align="start"
          sideOffset={6}
          alignOffset={12}
          collisionPadding={8}
        >
          <Popover.Popup
            className="overlay template-picker"
            aria-label={i18n.t('templates.title')}
            initialFocus={false}
            finalFocus={false}
          >
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Where the message box begins, for what was opened from elsewhere. */
function endOfMessages({ whatsapp }: PageModel) {
  return {
    getBoundingClientRect: () => {
      const { list = new DOMRect(), bottom = window.innerHeight } = whatsapp.boxes() ?? {};
      const isRightToLeft = document.documentElement.dir === 'rtl';
      return isRightToLeft
        ? new DOMRect(0, bottom, list.left, 0)
        : new DOMRect(list.right, bottom, window.innerWidth - list.right, 0);
    },
  };
}
