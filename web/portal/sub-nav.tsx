type Page = { readonly href: string; readonly name: string; readonly isHere: boolean };

/** The pages beside this one, as links. */
export function SubNav({ label, pages }: { readonly label: string; readonly pages: readonly Page[] }) {
  return (
    <nav className="sub-nav" aria-label={label}>
      {pages.map((page) => (
        <a key={page.href} className="tab" href={page.href} aria-current={page.isHere ? 'page' : undefined}>
          {page.name}
        </a>
      ))}
    </nav>
  );
}
