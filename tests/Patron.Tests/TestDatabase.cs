using Patron.Tests.Databases;

[assembly: AssemblyFixture(typeof(TestPostgres))]
[assembly: AssemblyFixture(typeof(TestSqlite))]

namespace Patron.Tests;

/// <summary>
/// What a test database holds at first. <paramref name="Prepare"/> gets the kind and the connection string of an empty
/// database and fills it (migrations, say); it runs once a test run for each kind, every test then gets a copy.
/// It must have closed its connections when it ends: a database that is still open cannot be copied.
/// </summary>
/// <param name="Name">Equal names mean equal content: lower case letters and digits.</param>
public sealed record DatabaseTemplate(string Name, Func<Database, string, Task> Prepare);

/// <summary>A database of one test alone, removed when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Func<Task> drop;

    private TestDatabase(Database kind, string connection, Func<Task> drop) =>
        (Kind, Connection, this.drop) = (kind, connection, drop);

    public Database Kind { get; }

    public string Connection { get; }

    public static async Task<TestDatabase> New(Database kind, DatabaseTemplate template)
    {
        if (kind == Database.Sqlite)
        {
            var files = await Fixture<TestSqlite>();
            var file = await files.NewDatabase(template);
            return new(kind, file, () => TestSqlite.Drop(file));
        }
        var cluster = await Fixture<TestPostgres>();
        var connection = await cluster.NewDatabase(template);
        return new(kind, connection, () => cluster.Drop(connection));
    }

    public async ValueTask DisposeAsync() => await drop();

    private static async Task<T> Fixture<T>() =>
        await TestContext.Current.GetFixture<T>() ?? throw new InvalidOperationException($"{typeof(T).Name} is not a fixture of this assembly.");
}
