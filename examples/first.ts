import { connect, isUniqueViolation } from 'rowhouse'

const db = await connect('pglite:memory') // connect() alone: DATABASE_URL, else an embedded database in .rowhouse

await db.script(`
  create table accounts (owner text primary key, balance int not null check (balance >= 0));
  insert into accounts values ('Ada', 100), ('Grace', 0)`)

await db.transaction(async (tx) => {
  await tx.execute('update accounts set balance = balance - $1 where owner = $2', [30, 'Ada'])
  await tx.execute('update accounts set balance = balance + $1 where owner = $2', [30, 'Grace'])
})

for (const { owner, balance } of await db.many<{ owner: string; balance: number }>('select * from accounts')) {
  console.log(`${owner} has ${balance}`)
}

try {
  await db.execute('insert into accounts values ($1, $2)', ['Ada', 1])
} catch (error) {
  console.log(isUniqueViolation(error, 'accounts_pkey') ? 'Ada has an account already' : error)
}
await db.close()
