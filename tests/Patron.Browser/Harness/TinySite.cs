using System.Net;
using System.Text;

namespace Patron.Browser.Harness;

/// <summary>A site of a few pages inside the test, to prove the harness with: path to markup. Its policy is strict, but lets scripts ask one other host.</summary>
internal sealed class TinySite : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly IReadOnlyDictionary<string, string> pages;
    private readonly Task serving;

    public TinySite(IReadOnlyDictionary<string, string> pages)
    {
        this.pages = pages;
        Address = $"http://127.0.0.1:{FreePort.Find()}";
        listener.Prefixes.Add($"{Address}/");
        listener.Start();
        serving = Serve();
    }

    public string Address { get; }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        listener.Close();
    }

    private async Task Serve()
    {
        while (listener.IsListening)
        {
            HttpListenerContext call;
            try { call = await listener.GetContextAsync(); }
            catch (Exception e) when (!listener.IsListening && e is (HttpListenerException or ObjectDisposedException)) { return; }

            var (request, response) = (call.Request, call.Response);
            var found = pages.TryGetValue(request.Url!.AbsolutePath, out var text);
            response.StatusCode = found ? 200 : 404;
            response.ContentType = request.Url.AbsolutePath.EndsWith(".js", StringComparison.Ordinal) ? "text/javascript" : "text/html; charset=utf-8";
            response.Headers["Content-Security-Policy"] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' http://elsewhere.localhost:*";
            var body = Encoding.UTF8.GetBytes((text ?? "Not here").Replace("{accepts}", request.Headers["Accept-Language"], StringComparison.Ordinal));
            await response.OutputStream.WriteAsync(body);
            response.Close();
        }
    }
}
