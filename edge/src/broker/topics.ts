import type { ResourceId, SiteId } from '@lintel/core/ids.ts';

/** What an MQTT client is for; it decides which topics are its own. `prefix` replaces the name in the topics a device builds by itself. */
export const mqttRoles = ['sensor', 'esphome', 'tasmota', 'zigbee2mqtt', 'panel'] as const;
export type MqttRole = (typeof mqttRoles)[number];
export type MqttIdentity = {
  readonly name: string;
  readonly role: MqttRole;
  readonly prefix?: string | undefined;
};

type Topics = { readonly publish: readonly string[]; readonly read: readonly string[] };

/** Topic filters by role. What is not listed is refused, so the box's own topics belong to nobody. */
const topicsByRole: Record<MqttRole, (client: MqttIdentity, siteId: SiteId) => Topics> = {
  sensor: (client, siteId) => ({ publish: [ownTopics(client, siteId)], read: [ownTopics(client, siteId)] }),
  esphome: (client, siteId) => {
    const prefix = client.prefix ?? client.name;
    return {
      publish: [ownTopics(client, siteId), `${prefix}/#`, `homeassistant/+/${client.name}/#`],
      read: [ownTopics(client, siteId), `${prefix}/#`],
    };
  },
  tasmota: (client, siteId) => {
    const prefix = client.prefix ?? client.name;
    return {
      publish: [
        ownTopics(client, siteId),
        `tele/${prefix}/#`,
        `stat/${prefix}/#`,
        'tasmota/discovery/+/config',
        'tasmota/discovery/+/sensors',
      ],
      read: [`cmnd/${prefix}/#`, 'cmnd/tasmotas/#'],
    };
  },
  zigbee2mqtt: (client, siteId) => {
    const base = client.prefix ?? 'zigbee2mqtt';
    return {
      publish: [ownTopics(client, siteId), `${base}/#`, 'homeassistant/#'],
      read: [`${base}/#`, 'homeassistant/status'],
    };
  },
  panel: (_client, siteId) => ({ publish: [], read: [agendaTopic(siteId, '+')] }),
};

function ownTopics(client: MqttIdentity, siteId: SiteId): string {
  return `lintel/${siteId}/sensors/${client.name}/#`;
}

/** Where the box keeps a resource's agenda, retained; `+` for all of them. */
export function agendaTopic(siteId: SiteId, resourceId: ResourceId | '+'): string {
  return `lintel/${siteId}/resources/${resourceId}/agenda`;
}

export function mayPublish(client: MqttIdentity, siteId: SiteId, topic: string): boolean {
  return topicsByRole[client.role](client, siteId).publish.some((filter) => covers(filter, topic));
}

/** Whether every topic that `filter` could ever match is one this client may read. */
export function mayRead(client: MqttIdentity, siteId: SiteId, filter: string): boolean {
  return topicsByRole[client.role](client, siteId).read.some((allowed) => covers(allowed, filter));
}

/**
 * Whether `wide` matches every topic that `narrow` matches. A topic is a filter without wildcards, so this is also how a topic is matched
 * (MQTT-4.7.1). A leading wildcard never covers what begins with `$` (MQTT-4.7.2-1).
 */
export function covers(wide: string, narrow: string): boolean {
  const wides = wide.split('/');
  const narrows = narrow.split('/');
  if (narrow.startsWith('$') && (wides[0] === '#' || wides[0] === '+')) return false;
  for (const [index, level] of wides.entries()) {
    if (level === '#') return true;
    const other = narrows[index];
    if (other === undefined || other === '#') return false;
    if (level !== '+' && level !== other) return false;
  }
  return narrows.length === wides.length;
}

/** Why this prefix cannot be given to a client, in words; absent when it can. */
export function prefixFault(prefix: string): string | undefined {
  if (!/^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+){0,7}$/.test(prefix)) {
    return 'a prefix is one to eight levels of letters, digits, "_", "." and "-", with "/" between';
  }
  const [first] = prefix.split('/');
  if (
    first === 'lintel' ||
    first === 'homeassistant' ||
    first === 'tele' ||
    first === 'cmnd' ||
    first === 'stat'
  ) {
    return `"${first}/" belongs to more than one client; choose a prefix of the device's own`;
  }
  return undefined;
}
