import { Component, type ReactNode } from 'react';

type State = { readonly error: Error | undefined };

/** The last net under a screen: our own mistake is said in words, with the one thing that helps. Nothing old is left standing. */
export class Caught extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main style={{ padding: 32, fontFamily: 'system-ui, sans-serif' }} role="alert">
        <h1>This screen stopped</h1>
        <p>Load it again. If it stops again, tell your operator this: {error.message}</p>
        <button type="button" onClick={() => location.reload()}>
          Load again
        </button>
      </main>
    );
  }
}
