import fc from 'fast-check';

/** Texts full of what means something here. */
export const contents = fc
  .array(
    fc.oneof(
      fc.constantFrom('{{', '}}', '{', '}', '|', '?', '\\', '\n', ' ', '*', '😊', 'שלום'),
      fc.constantFrom(
        'name',
        'first_name',
        'phone',
        'greeting',
        'amount',
        '{{name}}',
        '{{?amount}}',
        '{{x}}',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));
