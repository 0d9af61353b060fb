using Patron;
using Patron.Data;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddPatron(new DataLocation(Path.GetFullPath("data"), null)).AddPatronServer();
var app = builder.Build();
await DataModule.Migrate(app.Services, default);
app.MapPatron();
await app.RunAsync();
