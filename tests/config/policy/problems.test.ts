import { describe, expect, it } from 'vitest';
import { EXAMPLE, HOME, OWN, problemsIn } from './sources.ts';

/** The one problem, as `line:column key found | expected | nearest`. */
function only(text: string, source = HOME): string {
  const problems = problemsIn(text, source);
  expect(problems, text).toHaveLength(1);
  const [{ file, line, column, keyPath, found, expected, nearest }] = problems as [
    (typeof problems)[number],
  ];
  expect(file).toBe('.github/norepeat.yml');
  const meant = nearest === undefined ? '' : ` | ${nearest}`;
  return `${String(line)}:${String(column)} ${keyPath} ${found} | ${expected}${meant}`;
}

const places = (text: string) =>
  problemsIn(text).map(
    ({ line, column, keyPath }) => `${String(line)}:${String(column)} ${keyPath}`,
  );

describe('every problem says file, line, column, key path, found, expected and nearest', () => {
  it('an unknown key points at the key and names the nearest one', () => {
    expect(only('services:\n  checkout:\n    taem: acme/payments\n')).toBe(
      '3:5 services.checkout.taem the unknown key "taem" | one of the keys team, repositories, paths, responders, runbook, dashboard | team',
    );
    expect(only('incidents: { repo: acme/incidents }')).toMatch(
      /^1:14 incidents\.repo .* \| repository$/,
    );
    expect(only('dont-repeat: { mode: advise }')).toMatch(/ \| dont_repeat$/);
  });

  it('an unknown key that is like no other names none', () => {
    expect(problemsIn('xylophone: 1')[0]).not.toHaveProperty('nearest');
  });

  it('several unknown keys in one map are several problems', () => {
    expect(places('incidents:\n  repo: a/b\n  scael: sev\nservice: {}\n')).toEqual([
      '2:3 incidents.repo',
      '3:3 incidents.scael',
      '4:1 service',
    ]);
  });

  it('a merge key is an unknown key', () => {
    expect(only('services:\n  a: &x {}\n  b:\n    <<: *x\n')).toMatch(
      /^4:5 services\.b\["<<"\] the unknown key/,
    );
  });

  it('a word that is none of the choices names the nearest choice', () => {
    expect(only('incidents:\n  scale: sevv\n')).toBe(
      '2:10 incidents.scale "sevv" | one of sev, priority | sev',
    );
    expect(only('dont_repeat: { mode: enforced }')).toMatch(/^1:22 .* \| enforce$/);
    expect(only('severities: [{ id: a, postmortem: when asked }]')).toMatch(/ \| when-asked$/);
  });

  it.each([
    ['5 minutes', '5m'],
    ['"2 hours"', '2h'],
    ['5 business days', '5bd'],
    ['1 week', '1w'],
    ['30M', '30m'],
    ['never', 'none'],
  ])('a duration written as %s is understood well enough to suggest %s', (text, meant) => {
    expect(only(`severities:\n  - id: a\n    update_every: ${text}\n`)).toMatch(
      new RegExp(`^3:19 severities\\[0\\]\\.update_every .* \\| a duration: .* \\| ${meant}$`),
    );
  });

  it.each(['30', '1.5h', '-1d', '0m', '100000d', '1000bd', '3mo', '[5m]', '""'])(
    'the duration %s is refused without a guess',
    (text) => {
      const [problem] = problemsIn(`severities: [{ id: a, update_every: ${text} }]`);
      expect(problem).toMatchObject({ keyPath: 'severities[0].update_every', line: 1, column: 37 });
      expect(problem).not.toHaveProperty('nearest');
    },
  );

  it('no grace is a duration, no longest waiver is not', () => {
    expect(problemsIn('dont_repeat: { grace: 0d, mode: advise }')).toEqual([]);
    expect(only('dont_repeat: { waivers: { longest: 0d } }')).toMatch(/^1:36 /);
  });

  it('a team is org/slug in lower case, and a pasted mention is put right', () => {
    const team = (text: string) => only(`services:\n  web:\n    team: ${text}\n`);
    expect(team('"@acme/Payments"')).toMatch(/^3:11 services\.web\.team .* \| acme\/payments$/);
    expect(team('payments')).toMatch(/^3:11 .*"payments" \| a GitHub team as organisation\/slug/);
    expect(team('acme/pay/ments')).not.toMatch(/\|.*\|/);
  });

  it('a figure is a number of percent', () => {
    const users = (text: string) => only(`severities: [{ id: a, thresholds: { users: ${text} } }]`);
    expect(users('20%')).toMatch(
      /^1:44 severities\[0\]\.thresholds\.users "20%" \| a number of percent from 0 to 100, such as 20, or none \| 20$/,
    );
    expect(users('120')).toMatch(/ 120 \| a number/);
    expect(users('-1')).toMatch(/ -1 \| a number/);
    expect(users('.nan')).toMatch(/ NaN \| a number/);
    expect(users('many')).toMatch(/"many" \| a number/);
  });

  it('what is missing points at what it is missing from', () => {
    expect(only('severities:\n  - name: High\n')).toBe(
      '2:5 severities[0].id nothing | a short name in lower case letters, digits and hyphens, such as sev1',
    );
    expect(only('roles:\n  - id: liaison\n')).toMatch(/^2:5 roles\[0\]\.name nothing \| one line/);
  });

  it('a key with nothing after it points at the key', () => {
    expect(only('incidents:\nservices: {}\n')).toMatch(/^1:1 incidents nothing \| a map with /);
    expect(only('services:\n  web:\n')).toMatch(/^2:3 services\.web nothing \| a map with team/);
    expect(only('dont_repeat:\n  branches:\n    -\n    - main\n  mode: advise\n')).toMatch(
      /^3:5 dont_repeat\.branches\[0\] nothing \| a branch/,
    );
  });

  it('a map where a list belongs, a list where a map belongs, a word where either does', () => {
    expect(only('severities:\n  sev1: { name: One }\n')).toMatch(
      /^1:1 severities a map with "sev1" \| a list of severities/,
    );
    expect(only('services:\n  - checkout\n')).toMatch(
      /^1:1 services a list of 1 \| a map of services/,
    );
    expect(only('services: { web: { responders: alice } }')).toMatch(
      /^1:32 services\.web\.responders "alice" \| a list of at most 10 logins/,
    );
  });

  it('yes is not true in YAML 1.2, and the problem says so', () => {
    expect(only('postmortems: { uninvolved_reviewer: yes }')).toBe(
      '1:37 postmortems.uninvolved_reviewer "yes" | true or false | true',
    );
    expect(only('postmortems: { uninvolved_reviewer: off }')).toMatch(/ \| false$/);
  });

  it('a quoted key and a key in a flow map are found where they stand', () => {
    expect(only('"services":\n  "web": { "team": acme/x, \'runbok\': "https://x" }\n')).toMatch(
      /^2:28 services\.web\.runbok /,
    );
  });

  it('a name that cannot be a label is refused at its key', () => {
    expect(only('services:\n  "Check Out": {}\n')).toMatch(
      /^2:3 services\["Check Out"\] the key "Check Out" \| a service name .* \| check-out$/,
    );
    expect(only('services:\n  -web: {}\n')).toMatch(/^2:3 services\["-web"\] .* \| web$/);
    expect(only('severities: [{ id: SEV 1 }]')).toMatch(/^1:20 severities\[0\]\.id .* \| sev-1$/);
    expect(only(`severities: [{ id: ${'a'.repeat(40)} }]`)).toMatch(/short name/);
  });

  it('a place inside what an alias stands for is where the anchor wrote it, and where it is used', () => {
    expect(places('services:\n  a: &x { tem: acme/y }\n  b: *x\n')).toEqual([
      '2:11 services.a.tem',
      '3:6 services.b.tem',
    ]);
  });

  it('what one cannot see is shown by number, and what is long is cut', () => {
    expect(only('incidents: { scale: "se\\u202ev" }')).toContain('"se\\u202ev"');
    const [problem] = problemsIn(`incidents: { scale: ${'x'.repeat(5000)} }`);
    expect(problem?.found.length).toBeLessThan(100);
  });
});

describe('YAML that cannot be read', () => {
  it.each([
    ['incidents:\n\tscale: sev\n', /^2:1 {2}a tab \| spaces for indentation$/],
    ['services:\n  a:\n    team: x\n   b: 1\n', /^4:4 services .*indented alike/],
    ['services:\n  web:\n    team: @acme/x\n', /^3:11 services\.web\.team .*quotes around/],
    [
      'roles:\n  - id: a\n    name: "open\nservices: {}\n',
      /^3:11 roles\[0\]\.name .*a quote that closes/,
    ],
    ['dont_repeat: { branches: [main, \n', /^1:26 dont_repeat\.branches .*a bracket that closes/],
    ['incidents: { scale: sev\nservices: {}\n', /^2:\d+ incidents.* \| a comma/],
    ['incidents: *gone\n', /^1:\d+ incidents .*after &/],
    ['incidents: !!js/function x\n', /^1:\d+ incidents .*without a ! tag/],
    ['incidents: "\\q"\n', /^1:14 incidents .*backslash/],
    ['incidents: { scale: s\u0000v }', /^1:22 .*control characters/],
  ])('%j points at the place and says it without jargon', (text, law) => {
    expect(only(text)).toMatch(law);
  });

  it('an empty file is no policy: it would silently turn everything off', () => {
    for (const text of ['', '\n', '# nothing yet\n', '---\n', 'null']) {
      expect(only(text)).toMatch(/^1:1 {2}an empty file \| at least one key/);
    }
  });

  it('a second document is refused where it begins', () => {
    expect(only('incidents: {}\n---\nservices: {}\n')).toBe(
      '3:1  a second document | one YAML document',
    );
  });

  it('a key written twice is refused at the second place and says where the first is', () => {
    expect(
      only(
        'services:\n  web: {}\n  api:\n    team: acme/a\n    responders: []\n    team: acme/b\n',
      ),
    ).toBe('6:5 services.api.team the key "team" again, first on line 4 | each key once');
    expect(places('services: { a: {}, a: {} }\nservices: {}\n')).toEqual([
      '1:20 services.a',
      '2:1 services',
    ]);
  });

  it('a list of keys that JavaScript keeps for itself is no way in', () => {
    expect(only('services:\n  __proto__: { team: acme/x }\n')).toMatch(/^2:3 services\.__proto__ /);
    expect(({} as Record<string, unknown>)['team']).toBeUndefined();
  });
});

describe('bounds', () => {
  it('a file of more than 65,536 characters is refused unread', () => {
    expect(only(`incidents: {} # ${'x'.repeat(66_000)}`)).toMatch(
      /^1:1 .*at most 65536 characters/,
    );
  });

  it('aliases that stand for a million values are refused at the first of them, at once', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level += 1) {
      const before = String.fromCharCode(96 + level);
      const here = String.fromCharCode(97 + level);
      bomb.push(`${here}: &${here} [${Array(9).fill(`*${before}`).join(', ')}]`);
    }
    const began = performance.now();
    expect(only(bomb.join('\n'))).toMatch(/^2:8 b\[0\] .*once aliases are written out/);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('an alias for what it stands in is refused', () => {
    expect(only('services: &x { a: *x }')).toMatch(/^1:19 services\.a /);
  });

  it('lists in lists in lists are refused, not followed', () => {
    expect(only(`incidents: ${'['.repeat(90)}${']'.repeat(90)}`)).toMatch(/levels/);
    expect(only(`incidents: ${'['.repeat(5000)}`)).toMatch(/levels/);
  });

  it('a file full of mistakes shows the first fifty', () => {
    const text = Array.from({ length: 400 }, (_, index) => `k${String(index)}: 1`).join('\n');
    expect(problemsIn(text)).toHaveLength(50);
  });

  it('the largest file is read within a second', () => {
    const line = (index: number) => `  s${String(index)}: { team: acme/t }\n`;
    const text = `services:\n${Array.from({ length: 2000 }, (_, index) => line(index)).join('')}`;
    const began = performance.now();
    expect(problemsIn(text)).toEqual([]);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('a glob cannot be made of wildcards', () => {
    expect(only('services: { a: { repositories: ["acme/*-*-*-*-*-*-*-*"] } }')).toMatch(
      /six wildcards/,
    );
    expect(only('dont_repeat: { mode: advise, branches: ["*a*b*c*d*e*f*g*"] }')).toMatch(
      /six wildcards/,
    );
  });

  it.each(['(a|b)+', '[a-z]', '{a,b}', '!(x)', '/etc/**', '../up/**', 'a/../b', ''])(
    'the path glob %j is refused',
    (glob) => {
      expect(only(`services: { a: { paths: ['acme/mono:${glob}'] } }`)).toMatch(
        /^1:26 services\.a\.paths\[0\] .* \| a repository, a colon and a path/,
      );
    },
  );

  it.each(['javascript:alert(1)', 'ftp://x', 'https://', '"https://a b"'])(
    'the address %s is refused',
    (url) => {
      expect(only(`services: { a: { runbook: ${url.replace(/^(?=[a-z])/, '')} } }`)).toMatch(
        /an address that begins with https/,
      );
    },
  );

  it.each(['/etc', '../up', 'a/../b', 'a//b', '.git/hooks', 'a/.git'])(
    'postmortems cannot be written to %s',
    (directory) => {
      expect(only(`postmortems: { directory: ${directory} }`)).toMatch(/a folder inside/);
    },
  );

  it.each([
    ['/etc/passwd.md', '.github/etc/passwd.md'],
    ['.github/../secret.md', undefined],
    ['templates/security.md', '.github/templates/security.md'],
    ['.github/security.txt', '.github/security.txt.md'],
    ['Full', 'full'],
  ])('a postmortem is not made of %s', (written, nearest) => {
    const text = only(`severities: [{ id: a, postmortem_template: ${written} }]`);
    expect(text).toContain('full, short, or a file below .github that ends in .md');
    if (nearest !== undefined) expect(text).toMatch(new RegExp(`\\| ${nearest}$`));
  });
});

describe('what must hold between keys', () => {
  it('a less severe level cannot ask for as much as a more severe one', () => {
    expect(
      only(
        'severities:\n  - id: a\n    thresholds: { users: 10 }\n  - id: b\n    thresholds: { users: 10 }\n',
      ),
    ).toBe('5:26 severities[1].thresholds.users 10 | less than the 10 of a, which is more severe');
  });

  it('a changed built-in level is blamed when it no longer fits the others', () => {
    expect(only(EXAMPLE.replace('customers: 25', 'customers: 9'))).toBe(
      '9:41 severities[0].thresholds.customers 9 | more than the 10 of sev2, which is less severe',
    );
  });

  it('a level that says nothing of a figure does not hide a contradiction around it', () => {
    const text = `severities: [{ id: a, thresholds: { cost: 5 } }, { id: b }, { id: c, thresholds: { cost: 9 } }]`;
    expect(only(text)).toMatch(/severities\[2\]\.thresholds\.cost 9 \| less than the 5 of a/);
  });

  it('ids and names are each used once', () => {
    expect(only('severities:\n  - id: a\n  - id: a\n')).toBe(
      '3:9 severities[1].id "a" | each id once',
    );
    expect(places('severities: [{ id: a, name: X }, { id: b, name: x }]')).toHaveLength(2);
    expect(only('roles: [{ id: a, name: A }, { id: a, name: B }]')).toMatch(/each id once/);
    expect(only('roles: [{ id: a, name: A }, { id: b, name: a }]')).toMatch(/each name once/);
    expect(only('severities: [{ id: a, roles: [commander, commander] }]')).toMatch(/each id once/);
  });

  it('a level that the chosen scale does not have is refused with the nearest one', () => {
    expect(only('incidents: { scale: priority }\nseverities:\n  - id: pp0\n')).toMatch(
      /^3:9 severities\[0\]\.id "pp0" \| a level of the scale priority: p0, p1, p2, p3; .* \| p0$/,
    );
  });

  it('the gate knows only severities of the policy', () => {
    expect(only(EXAMPLE.replace('[sev1, sev2]', '[sev1, sevv2]'))).toMatch(
      /^29:22 dont_repeat\.severities\[1\] "sevv2" \| a severity of this policy: sev1, .* \| sev2$/,
    );
  });

  it('a severity asks only for roles that exist', () => {
    expect(only(EXAMPLE.replace('tech-lead', 'teh-lead'))).toMatch(
      /^14:24 severities\[0\]\.roles\[1\] "teh-lead" \| a role: commander, .* \| tech-lead$/,
    );
  });

  it('a role cannot be called like a command', () => {
    for (const word of ['ack', 'update', 'waive', 'snooze', 'owner']) {
      expect(only(`roles: [{ id: ${word}, name: Somebody }]`)).toMatch(/is a command already/);
    }
  });

  it('incidents stay with the owner whose policy it is', () => {
    expect(only('incidents:\n  repository: other/incidents\n')).toBe(
      '2:15 incidents.repository "other/incidents" | a repository of acme, whose policy this is | acme/incidents',
    );
    expect(only('incidents: { private_repository: other/secret }')).toMatch(/\| acme\/secret$/);
    expect(problemsIn('incidents: { repository: ACME/incidents }')).toEqual([]);
  });

  it('a repository speaks for itself only', () => {
    expect(only('incidents: { repository: acme/incidents }', OWN)).toMatch(
      /itself; only the policy in acme\/\.github may name another repository/,
    );
    expect(only('incidents: { private_repository: acme/secret }', OWN)).toMatch(
      /no such key in this file; only the policy in acme\/\.github/,
    );
  });

  it('the private repository is another one', () => {
    expect(
      only('incidents: { repository: acme/incidents, private_repository: Acme/Incidents }'),
    ).toMatch(/another repository/);
    expect(only('incidents: { private_repository: acme/incidents }')).toMatch(/another repository/);
  });

  it('a time zone is one of the IANA list', () => {
    expect(only('time_zone: Europe/Berln')).toMatch(/^1:12 time_zone .* \| Europe\/Berlin$/);
    expect(problemsIn('time_zone: America/New_York')).toEqual([]);
  });
});
