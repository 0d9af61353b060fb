using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Patron.Tests.CommandLine;

public sealed class HandOverTests : IDisposable
{
    private readonly string data = Path.Combine(Path.GetTempPath(), "patron-hand-over-" + Path.GetRandomFileName());

    [Fact]
    public async Task A_command_on_a_data_directory_that_a_server_holds_answers_as_without_the_server()
    {
        Directory.CreateDirectory(data);
        var file = Path.Combine(data, "lines.csv");
        await File.WriteAllTextAsync(file, "InvoiceNo,StockCode,Quantity,UnitPrice,InvoiceDate,CustomerID\nA1,P1,2,3.50,2011-01-05 10:00:00,1\nA2,P1,1,9,2011-02-04 10:00:00,2\n", Ct);
        Assert.Equal(0, (await RealProgram.Run("import", file, "--as", "order-lines", "--source", "Shop", "--data", data)).Exit);
        var alone = await RealProgram.Run("insights", "--json", "--data", data);

        var port = FreePort();
        using var server = RealProgram.Begin("serve", "--data", data, "--port", $"{port}");
        try
        {
            Assert.Contains("Patron serves", await server.StandardOutput.ReadLineAsync(Ct), StringComparison.Ordinal);
            var word = Path.Combine(data, "server.json");
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(word));

            var handedOver = await RealProgram.Run("insights", "--json", "--data", data);

            Assert.Equal((0, alone.Out), (handedOver.Exit, handedOver.Out));
            Assert.Equal(2, JsonDocument.Parse(handedOver.Out).RootElement.GetProperty("customers").GetInt32());
            using var http = new HttpClient();
            foreach (var token in (string?[])[null, "", new string('0', 64)]) Assert.Equal(HttpStatusCode.NotFound, await Knock(http, port, token));
            Assert.Equal(HttpStatusCode.OK, await Knock(http, port, JsonDocument.Parse(await File.ReadAllTextAsync(word, Ct)).RootElement.GetProperty("Token").GetString()));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
        }

        // The server left word and cannot take it back; the lock on the directory went with it.
        Assert.Equal(alone.Out, (await RealProgram.Run("insights", "--json", "--data", data)).Out);
    }

    [Fact]
    public async Task A_file_that_is_no_database_ends_a_command_with_a_sentence()
    {
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(Path.Combine(data, "patron.db"), new string('x', 10_000), Ct);

        var ended = await RealProgram.Run("insights", "--json", "--data", data);

        Assert.Equal((1, ""), (ended.Exit, ended.Out));
        Assert.Contains("is damaged or no database of Patron", Assert.Single(ended.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<HttpStatusCode> Knock(HttpClient http, int port, string? token)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/internal/command")
        {
            Content = JsonContent.Create(new { args = (string[])["insights", "--json"], input = (string?)null, folder = "/", live = false }),
        };
        if (token is not null) message.Headers.TryAddWithoutValidation("Patron-Command-Token", token);
        using var answer = await http.SendAsync(message, Ct);
        return answer.StatusCode;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
