// What the people of academy.js do, and how often.
const quizzes = ['quiz-neural-networks', 'quiz-training-networks']

/** Reads are nine of ten; the tenth takes a quiz from its beginning to its result. */
export const actions = [
  { weight: 20, act: ({ ask }) => ask('read the course', { path: '/lessons' }) },
  { weight: 20, act: ({ ask }) => ask('read a lesson', { path: '/lessons/neural-networks' }) },
  { weight: 5, act: ({ ask }) => ask('search the course', { path: '/lessons?search=neurons' }) },
  { weight: 10, act: ({ ask }) => ask('read a quiz', { path: '/quizzes/quiz-neural-networks/questions' }) },
  { weight: 15, act: ({ ask }) => ask('read one’s progress', { path: '/progress' }) },
  { weight: 5, act: ({ ask }) => ask('list one’s attempts', { path: '/quizzes/quiz-neural-networks/attempts' }) },
  { weight: 10, act: ({ ask }) => ask('list what is due', { path: '/reviews/due' }) },
  { weight: 10, act: takeQuiz },
]

async function takeQuiz({ ask }) {
  const quiz = quizzes[Math.floor(Math.random() * quizzes.length)]
  const attempt = await ask('begin an attempt', { method: 'POST', path: `/quizzes/${quiz}/attempts` })
  if (attempt.questions === undefined) return
  for (const { id, options } of attempt.questions) {
    const picked = [options[Math.floor(Math.random() * options.length)].id]
    await ask('save an answer', { method: 'PUT', path: `/attempts/${attempt.id}/answers/${id}`, body: { picked } })
  }
  await ask('hand in an attempt', { method: 'POST', path: `/attempts/${attempt.id}/submission`, body: {} })
  await ask('read a result', { path: `/attempts/${attempt.id}` })
}
