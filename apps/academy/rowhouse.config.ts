import { defineConfig } from 'rowhouse'

export default defineConfig({
  sources: ['src', 'seeds'],
  columnTypes: {
    'lessons.content': `import('./src/lessons/schemas.ts').Content`,
    'questions.options': `import('./src/quizzes/schemas.ts').Option[]`,
    'question_versions.options': `import('./src/quizzes/schemas.ts').Option[]`,
    'answer_key.question_keys.option_feedback': 'Record<string, string>',
    'quiz_attempts.policy': `import('./src/attempts/schemas.ts').Policy`,
    'quiz_attempts.question_order': `import('./src/attempts/schemas.ts').ShownQuestion[]`,
    'review_cards.state': `import('./src/reviews/schedule.ts').CardState`,
    // Checks keep null out of these arrays.
    'lessons.objectives': 'string[]',
    'answer_key.question_keys.correct': 'string[]',
    'attempt_answers.picked': 'string[]',
  },
  verify: {
    ignore: {
      'nullable-boolean:public.quiz_attempts.passed':
        'null until the attempt is submitted; a check keeps it beside the score',
      'nullable-boolean:public.attempt_answers.is_right':
        'null until the answer is scored; a check keeps it beside the score',
    },
  },
})
