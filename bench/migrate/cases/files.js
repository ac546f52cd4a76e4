const bom = Buffer.from([0xef, 0xbb, 0xbf])

/** @type {import('./index.js').Case[]} */
export const files = [
  {
    id: 'dollar-quotes',
    title: 'dollar quotes, nested comments and BEGIN ATOMIC are one statement each',
    judge: async ({ write, up, holds }) => {
      write({
        version: 1,
        name: 'function',
        up: `/* one; /* two; */ three; */
          create function one() returns int language plpgsql as $a$ begin return length($b$;;$b$); end $a$;
          create function two() returns int begin atomic select 1; select 2; end`,
      })
      const { code } = await up()
      return code === 0 && (await holds('one() + two() = 4')) ? undefined : 'the file is cut in the wrong place'
    },
  },
  {
    id: 'markers',
    title: 'lines in a function that look like a tool’s own do not cut the file',
    judge: async ({ write, up, holds }) => {
      const lines = ['-- migrate:down', '-- Down Migration', '--> statement-breakpoint', '-- rowhouse: no transaction']
      const up_ = `create function told() returns text language sql as $$\n  select '\n${lines.join('\n')}\n'\n$$`
      write({ version: 1, name: 'function', up: up_, down: 'drop function told' })
      const { code } = await up()
      const whole = `(select told()) = E'\\n${lines.join('\\n')}\\n'`
      return code === 0 && (await holds(whole)) ? undefined : 'the file is cut in the wrong place'
    },
  },
  {
    id: 'windows',
    title: 'a file with a byte order mark and CRLF is applied',
    judge: async ({ write, up, exists }) => {
      const save = (bytes) => Buffer.concat([bom, Buffer.from(bytes.toString().replaceAll('\n', '\r\n'))])
      write({ version: 1, name: 'windows', up: 'create table one ();\ncreate table two ();', save })
      return (await up()).code === 0 && (await exists('two')) ? undefined : 'it is refused or fails'
    },
  },
]
