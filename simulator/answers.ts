import type { Question } from './protocol.ts';
import type { World } from './world/world.ts';

/** What WhatsApp's servers say to a question about a world. */
export function answerQuestion(
  world: World,
  question: Extract<Question, { type: 'exists' | 'picture' | 'group' | 'channel' | 'messages' | 'media' }>,
): unknown {
  switch (question.type) {
    case 'exists':
      return world.exists(question.id);
    case 'picture':
      return world.picture(question.id);
    case 'group':
      return world.group(question.id);
    case 'channel':
      return world.channel(question.id);
    case 'messages':
      return world.has(question.id) ? world.messages(question.id) : [];
    case 'media':
      return world.file(question.directPath)?.toString('base64') ?? null;
  }
}
