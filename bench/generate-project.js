// A shop in eight tables, and queries on it such as applications have: look-ups, lists, joins, aggregates, writes.

export const migrations = {
  '1_people': `
    create type role as enum ('customer', 'staff', 'admin');
    create table people (
      id bigint generated always as identity primary key, email text not null unique, name text, role role not null default 'customer',
      born date, created_at timestamptz not null default now());
    create table addresses (
      id bigint generated always as identity primary key, person_id bigint not null references people, street text not null, city text not null,
      country char(2) not null, valid_until date);`,
  '2_shop': `
    create table categories (id int primary key, parent_id int references categories, name text not null);
    create table products (
      id bigint generated always as identity primary key, category_id int not null references categories, name text not null, price numeric(10, 2) not null,
      tags text[] not null default '{}', details jsonb, retired_at timestamptz);
    create table orders (
      id bigint generated always as identity primary key, person_id bigint not null references people, address_id bigint references addresses,
      status text not null default 'open', placed_at timestamptz not null default now(), shipped_at timestamptz);
    create table items (
      order_id bigint not null references orders, product_id bigint not null references products, quantity int not null,
      price numeric(10, 2) not null, primary key (order_id, product_id));
    create table reviews (
      product_id bigint not null references products, person_id bigint not null references people, stars smallint not null, body text,
      written_at timestamptz not null default now(), primary key (product_id, person_id));
    create view revenue as
      select date_trunc('month', placed_at) as month, sum(quantity * price) as total
      from orders join items on items.order_id = orders.id
      group by 1;`,
}

// Each takes a word that makes its text another one.
const shapes = [
  [
    'one',
    (word) => `
    select id, email, name, role, created_at as ${word}
    from people
    where id = $1`,
    '[1]',
  ],
  [
    'many',
    (word) => `
    select people.name, addresses.city, addresses.country, count(orders.id) as ${word}
    from people
    left join addresses on addresses.person_id = people.id
    left join orders on orders.address_id = addresses.id
    where people.email like $1
    group by people.name, addresses.city, addresses.country
    order by people.name`,
    "['a%']",
  ],
  [
    'many',
    (word) => `
    select product.id, product.name, product.price, product.tags, category.name as ${word}
    from products as product
    join categories as category on category.id = product.category_id
    where product.retired_at is null and product.price between $1 and $2
    order by product.price
    limit $3`,
    "['1.00', '9.99', 20]",
  ],
  [
    'one',
    (word) => `
    insert into orders (person_id, address_id)
    values ($1, $2)
    returning id, status, placed_at as ${word}`,
    '[1, null]',
  ],
  [
    'maybeOne',
    (word) => `
    update products
    set price = $1, details = coalesce($2, details)
    where id = $3 and retired_at is null
    returning id, price as ${word}, details`,
    "['2.00', null, 1]",
  ],
  [
    'many',
    (word) => `
    select orders.id, orders.status, sum(items.quantity * items.price) as total,
      json_agg(json_build_object('product', products.name, 'quantity', items.quantity) order by products.name) as ${word}
    from orders
    join items on items.order_id = orders.id
    join products on products.id = items.product_id
    where orders.person_id = $1
    group by orders.id`,
    '[1]',
  ],
  [
    'many',
    (word) => `
    with recursive tree as (
      select id, name, 0 as depth from categories where parent_id is null
      union all
      select child.id, child.name, tree.depth + 1
      from categories as child
      join tree on tree.id = child.parent_id
    )
    select id, name, depth as ${word}
    from tree
    order by depth, name`,
    '',
  ],
  [
    'many',
    (word) => `
    select product_id, avg(stars) as average, count(*) filter (where body is not null) as ${word},
      rank() over (order by avg(stars) desc) as place
    from reviews
    where written_at > $1
    group by product_id`,
    '[new Date()]',
  ],
  [
    'maybeOne',
    (word) => `
    delete from reviews
    where product_id = $1 and person_id = $2
    returning stars, body as ${word}`,
    '[1, 2]',
  ],
  [
    'many',
    (word) => `
    select month, total, lag(total) over (order by month) as ${word}
    from revenue
    where month >= $1
    order by month`,
    '[new Date()]',
  ],
]

/** The text of a file with so many queries. `word` makes its first query a new one. */
export function queryFile(file, count, word = `query_${file}_0`) {
  const functions = Array.from({ length: count }, (_, index) => {
    const [method, text, params] = shapes[index % shapes.length]
    const sql = text(index === 0 ? word : `query_${file}_${index}`)
    const call = `db.${method}(\`${sql}\`${params === '' ? '' : `, ${params}`})`
    return `export async function query${index}(db: Queryable) {\n  return ${call}\n}\n`
  })
  return `import type { Queryable } from 'rowhouse'\n\n${functions.join('\n')}`
}
