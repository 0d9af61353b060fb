using Patron.Imports.Contracts;
using Patron.Imports.RunImport;
using Patron.Imports.TakeRows;
using Patron.Kernel;

namespace Patron.Imports;

/// <summary>The door of the room: files become rows that the other rooms take.</summary>
internal static class ImportsModule
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddSingleton<ImportPreparation>()
        .AddSingleton<IJobHandler, CheckJob>()
        .AddSingleton<IJobHandler, ApplyJob>()
        .AddSingleton<IImportFiles, ImportFiles>();
}
