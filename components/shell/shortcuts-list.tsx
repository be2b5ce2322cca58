import { shortcutGroups } from "@/components/shell/shortcuts";
import { Kbd } from "@/components/ui/kbd";

export function ShortcutsList() {
  return shortcutGroups.map((group) => (
    <section key={group.title} className="flex flex-col gap-1">
      <h3 className="text-xs font-medium text-muted-foreground">{group.title}</h3>
      <dl className="divide-y">
        {group.shortcuts.map(({ keys, label }) => (
          <div key={label} className="flex h-8 items-center justify-between gap-4">
            <dt className="text-sm">{label}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}
