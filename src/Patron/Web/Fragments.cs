using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Patron.Web;

/// <summary>Renders a component to text outside a page: for what is sent while the page is open.</summary>
internal sealed class Fragments(IServiceProvider services, ILoggerFactory logs)
{
    public async Task<string> Render<T>(Dictionary<string, object?> parameters) where T : IComponent
    {
        await using var renderer = new HtmlRenderer(services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    /// <summary>
    /// Answers with server-sent events: one "progress" per state, rendered by the same component that the page showed first, and "done" at the end.
    /// The stream ends when the reader goes, when the states end, or when the program stops (else an open page holds up every shutdown).
    /// </summary>
    /// <param name="states">The component's parameters, state after state.</param>
    /// <param name="gone">The request's token.</param>
    public ServerSentEventsResult<string> Stream<T>(Func<CancellationToken, IAsyncEnumerable<Dictionary<string, object?>>> states, CancellationToken gone) where T : IComponent =>
        TypedResults.ServerSentEvents(Items<T>(states, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping, gone));

    private async IAsyncEnumerable<SseItem<string>> Items<T>(Func<CancellationToken, IAsyncEnumerable<Dictionary<string, object?>>> states, CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken gone) where T : IComponent
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, stopping);
        await foreach (var state in states(either.Token)) yield return new(await Render<T>(state), "progress");
        yield return new("", "done");
    }
}
