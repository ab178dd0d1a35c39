import AdminJS from 'adminjs';
import AdminJSExpress from '@adminjs/express';
import AdminJSFastify from '@adminjs/fastify';

const admin = () => new AdminJS({ rootPath: '/admin' });

/** Its page, which would load bundles that are made when somebody looks. */
export default {
  name: 'AdminJS',
  packages: ['adminjs', '@adminjs/express', '@adminjs/fastify'],
  path: '/admin',
  says: 'REDUX_STATE',
  mount: {
    express: (app) => app.use('/admin', AdminJSExpress.buildRouter(admin())),
    fastify: (app) => AdminJSFastify.buildRouter(admin(), app.getHttpAdapter().getInstance()),
  },
};
