import { Collection } from '../core/collection.ts';
import { defineFields, Model } from '../core/model.ts';
import type { Wid } from '../core/wid.ts';

// What there is of a chat besides the chat, with the fields of the bundle of 2026-04.

export class Presence extends Model {
  subscribe(): Promise<void> {
    return Promise.resolve();
  }
}
defineFields(Presence, {
  props: { id: undefined },
  session: { isOnline: undefined, chatstate: undefined, isSubscribed: false },
  collections: { chatstates: () => new Collection(Model) },
});

export class Participant extends Model {}
defineFields(Participant, { props: { id: undefined, isAdmin: false, isSuperAdmin: false } });

/** How far the file of a message is. */
export class MediaData extends Model {
  declare mediaStage: string;
}
defineFields(MediaData, {
  props: { mediaStage: 'INIT', size: 0, type: undefined, mimetype: undefined, filehash: undefined },
});

export class GroupMetadata extends Model {
  declare id: Wid;
  declare participants: Collection<Participant>;
  declare isLidAddressingMode: boolean;
}
defineFields(GroupMetadata, {
  props: {
    id: undefined,
    creation: undefined,
    owner: undefined,
    subject: '',
    subjectTime: undefined,
    desc: undefined,
    restrict: false,
    announce: false,
    ephemeralDuration: 0,
    size: undefined,
    isLidAddressingMode: false,
    isParentGroup: false,
    parentGroup: undefined,
  },
  collections: {
    participants: () => new Collection(Participant),
    pendingParticipants: () => new Collection(Participant),
    pastParticipants: () => new Collection(Participant),
  },
});

export class NewsletterMetadata extends Model {
  declare id: Wid;
}
defineFields(NewsletterMetadata, {
  props: {
    id: undefined,
    name: '',
    description: '',
    creationTime: undefined,
    size: 0,
    inviteCode: undefined,
    membershipType: 'subscriber',
    verified: false,
  },
});

export class Label extends Model {
  declare name: string;
}
defineFields(Label, {
  props: { id: undefined, name: '', colorIndex: 0, type: undefined, isActive: true },
  session: { hexColor: undefined, count: 0 },
});
