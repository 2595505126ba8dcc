/**
 * Sixty incidents of a shop, as people write them: number, title, description, services, causes. Those of
 * one family have the same letter; `-` is like no other.
 */
export interface Told {
  readonly family: string;
  readonly title: string;
  readonly words: string;
  readonly services: readonly string[];
  readonly causes: readonly string[];
}

/** `checkout: dependency` is the service and the cause. */
function told(family: string, where: string, title: string, words: string): Told {
  const [service = '', cause = ''] = where.split(': ');
  return { family, title, words, services: [service], causes: [cause] };
}

export const CORPUS: readonly Told[] = [
  told(
    'A',
    'checkout: dependency',
    'Checkout returns 500 after payment provider timeouts',
    'The payment provider answers slowly since 14:00 and our connection pool to it is exhausted. Orders are lost at the last step.',
  ),
  told(
    '-',
    'search: change',
    'Search results are empty for German umlauts',
    'Queries with ä or ö find nothing since the analyzer was changed in the last index rebuild.',
  ),
  told(
    'B',
    'checkout: capacity',
    'Database primary ran out of disk space',
    'The write-ahead log filled the volume of the orders database, writes are refused, replication slot of the reporting replica was never consumed.',
  ),
  told(
    '-',
    'mail: change',
    'Order confirmation mails arrive hours late',
    'The queue of the mail worker has 200,000 messages, one worker hangs on a malformed address.',
  ),
  told(
    'C',
    'login: configuration',
    'TLS certificate of login.acme.example expired',
    'Browsers show a certificate warning, nobody can sign in. Renewal job had been failing silently since the DNS move.',
  ),
  told(
    '-',
    'search: capacity',
    'Search latency above four seconds',
    'Garbage collection pauses on two nodes of the search cluster, heap at 95 percent after the catalog import.',
  ),
  told(
    'D',
    'catalog: change',
    'Product prices shown as zero',
    'The price import wrote zero for every product without a currency; the shop sold 40 items for free.',
  ),
  told(
    '-',
    'mobile: change',
    'Android app crashes on start',
    'Version 5.12 crashes on devices with Android 9 because of a missing class in the release build.',
  ),
  told(
    '-',
    'checkout: change',
    'Vouchers can be redeemed twice',
    'Two requests at the same moment both pass the check, a race in the redemption code.',
  ),
  told(
    'E',
    'gateway: configuration',
    'Rate limiter blocks a whole carrier network',
    'Customers behind carrier-grade NAT share one address and are throttled with 429 by the gateway.',
  ),
  told(
    '-',
    'warehouse: dependency',
    'Pick lists are printed empty',
    'The label printers got a firmware update over night and do not understand our templates.',
  ),
  told(
    'A',
    'checkout: dependency',
    'Payment provider slow, checkout times out',
    'Timeouts to the payment provider. Connection pool exhausted again, every order fails at the last step with a 500.',
  ),
  told(
    '-',
    'login: configuration',
    'Password reset links do not work',
    'Tokens are signed with the old key after the rotation, so every link says expired.',
  ),
  told(
    '-',
    'catalog: configuration',
    'Images of products are missing',
    'The bucket policy of the image store was changed and the content network gets 403.',
  ),
  told(
    'F',
    'search: capacity',
    'Reindexing overloads the search cluster',
    'A full reindex was started in office hours and took all threads; queries are rejected.',
  ),
  told(
    '-',
    'billing: change',
    'Invoices for October have the wrong tax rate',
    'The table of tax rates was not updated for Estonia before the run.',
  ),
  told(
    '-',
    'gateway: dependency',
    'Requests from Brazil are routed to Frankfurt',
    'The geo database is outdated after the vendor changed its format; latency of 300 ms for half of South America.',
  ),
  told(
    'B',
    'checkout: capacity',
    'Orders database refuses writes, disk full',
    'The volume of the primary is full of write-ahead log again because the replication slot of the reporting replica is stuck.',
  ),
  told(
    '-',
    'mobile: change',
    'Push notifications were sent three times',
    'A retry without an idempotency key in the notification worker.',
  ),
  told(
    '-',
    'warehouse: change',
    'Stock levels differ from the shelves',
    'Messages of the scanner gateway were processed out of order after the partition count was raised.',
  ),
  told(
    '-',
    'login: dependency',
    'Single sign-on of partner Globex fails',
    'The partner rotated its signing certificate and our metadata cache holds the old one for a day.',
  ),
  told(
    '-',
    'reporting: capacity',
    'Nightly revenue report is missing',
    'The job ran out of memory while joining sessions with orders.',
  ),
  told(
    'C',
    'login: configuration',
    'Certificate for login.acme.example is expired again',
    'Sign in impossible, the browser warns of an expired TLS certificate. The renewal job failed without anybody noticing.',
  ),
  told(
    '-',
    'catalog: change',
    'Categories vanish from the navigation',
    'The menu cache was filled while the category service was restarting and keeps an empty tree.',
  ),
  told(
    '-',
    'billing: change',
    'Credit cards are charged in the wrong currency',
    'Customers in Switzerland pay francs as if they were euros since the pricing refactoring.',
  ),
  told(
    'G',
    'mail: dependency',
    'Mail provider blocks our domain',
    'Too many bounces after the newsletter, every mail is rejected with 550 by the provider.',
  ),
  told(
    '-',
    'gateway: configuration',
    'Websocket connections drop every minute',
    'The new load balancer closes idle connections after 60 seconds, the chat widget reconnects in a storm.',
  ),
  told(
    '-',
    'search: security',
    'Autocomplete shows offensive suggestions',
    'Suggestions are learned from queries without a filter, a campaign poisoned them.',
  ),
  told(
    '-',
    'mobile: change',
    'Deep links open the wrong screen',
    'The routing table of the app was generated from the staging manifest.',
  ),
  told(
    'E',
    'gateway: configuration',
    'Gateway throttles customers of one mobile carrier',
    'Many customers share one NAT address of the carrier, the rate limiter answers 429 to all of them.',
  ),
  told(
    '-',
    'warehouse: hardware',
    'Conveyor control lost its network',
    'A spanning tree loop after a switch was replaced in hall 3.',
  ),
  told(
    '-',
    'reporting: change',
    'Dashboard shows yesterday as today',
    'Daylight saving time ended and the aggregation window was taken in local time.',
  ),
  told(
    '-',
    'checkout: configuration',
    'Gift wrapping cannot be selected',
    'A feature flag was switched off for all countries instead of one.',
  ),
  told(
    'D',
    'catalog: change',
    'All prices zero after import',
    'The price import wrote zero where the currency was missing. Products were sold for free until the import was rolled back.',
  ),
  told(
    '-',
    'login: security',
    'Users are signed in as somebody else',
    'A shared cache stored responses with session cookies after the caching rule was widened.',
  ),
  told(
    '-',
    'billing: change',
    'Dunning letters went to customers who had paid',
    'The payment file of the bank was read twice and the second pass reset the flags.',
  ),
  told(
    'F',
    'search: capacity',
    'Search rejects queries during a full reindex',
    'Somebody started the full reindex in office hours, the cluster has no threads left for queries.',
  ),
  told(
    '-',
    'mail: change',
    'Unsubscribe link leads to a blank page',
    'The template uses a variable that the new renderer does not know.',
  ),
  told(
    '-',
    'catalog: change',
    'Sitemap is 4 GB large',
    'Filters were added to the sitemap generator and every combination got its own address.',
  ),
  told(
    '-',
    'gateway: dependency',
    'HTTP/2 requests hang on upload',
    'A flow control bug of the proxy version that was rolled out on Monday.',
  ),
  told(
    '-',
    'mobile: dependency',
    'iOS build was rejected by the store',
    'A private API in the analytics library, the release is a week late.',
  ),
  told(
    '-',
    'warehouse: change',
    'Returns are booked to the wrong site',
    'Site codes were renumbered and the mapping in the returns service was forgotten.',
  ),
  told(
    '-',
    'checkout: change',
    'Addresses in Ireland are rejected',
    'The validation demands a postcode in a format that Ireland does not use.',
  ),
  told(
    '-',
    'reporting: security',
    'Exports contain personal data',
    'The anonymising step was skipped for the new export format.',
  ),
  told(
    'G',
    'mail: dependency',
    'All outgoing mail rejected by the provider',
    'The mail provider blocks our domain after a newsletter with too many bounces, 550 for everything.',
  ),
  told(
    '-',
    'login: configuration',
    'Captcha blocks every sign up',
    'The key of the captcha was revoked by mistake during the cleanup of secrets.',
  ),
  told(
    '-',
    'billing: hardware',
    'Subscription renewals did not run',
    'The scheduler lost its leader lock and no instance took over for nine hours.',
  ),
  told(
    '-',
    'search: change',
    'Facets count products that are sold out',
    'Availability events are dropped since the schema registry was upgraded.',
  ),
  told(
    '-',
    'gateway: configuration',
    'DNS of api.acme.example answers SERVFAIL',
    'The zone was signed with a key that is not in the parent after the registrar moved.',
  ),
  told(
    '-',
    'catalog: change',
    'Reviews from another shop are shown',
    'Tenant id was left out of the cache key.',
  ),
  told(
    '-',
    'mobile: change',
    'Location permission is asked for at every start',
    'The answer is stored under a name that changes with the version.',
  ),
  told(
    '-',
    'warehouse: change',
    'Forklift tablets cannot log in to the wireless network',
    'The radius server rejects the old cipher after an update.',
  ),
  told(
    '-',
    'checkout: configuration',
    'Apple Pay button is missing',
    'The domain verification file was removed with the old web server.',
  ),
  told(
    '-',
    'reporting: change',
    'Warehouse queries cost ten times as much',
    'A view lost its partition filter, each dashboard scans two years.',
  ),
  told(
    '-',
    'mail: process',
    'Newsletter was sent with the placeholder text',
    'Somebody pressed send on the preview instead of the test list.',
  ),
  told(
    '-',
    'login: dependency',
    'Two-factor codes come twenty minutes late',
    'The text message vendor has a backlog in Italy.',
  ),
  told(
    '-',
    'catalog: configuration',
    'Translations fall back to English',
    'The bundle of the translation service is fetched from a host that was switched off.',
  ),
  told(
    '-',
    'billing: dependency',
    'Refunds are stuck in pending',
    'The bank changed the file name pattern and the importer ignores the new files.',
  ),
  told(
    '-',
    'gateway: dependency',
    'Memory of the edge proxies grows until they restart',
    'A leak in the tracing filter, each proxy restarts every three hours.',
  ),
  told(
    '-',
    'search: change',
    'Typos are no longer corrected',
    'The dictionary file was empty after a failed download.',
  ),
];
